"""A concrete active/active pair of firewalls, deterministic to the packet, held against `specs/panos/active_active.ha`."""
