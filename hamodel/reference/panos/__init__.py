"""A concrete pair of PAN-OS firewalls, active/active: packets, sessions, HA messages. Comes with the extra `reference`."""

from hamodel.host.extras import require

require("reference", "dpkt")
