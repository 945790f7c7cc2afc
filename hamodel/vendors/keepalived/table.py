"""TABLE: the leaves of keepalived and conntrackd."""

from __future__ import annotations

from hamodel.vendors.schema import LeafTable, settings

TABLE = LeafTable(
    settings("hamodel.vendors.keepalived"),
    sections=(
        "global_defs", "vrrp_instance", "vrrp_sync_group", "vrrp_script", "vrrp_track_process", "vrrp_track_file", "track_file",
        "garp_group", "linkbeat_interfaces", "include", "Sync", "General", "script", "~",
    ),
)  # fmt: skip
