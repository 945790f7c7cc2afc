"""keepalived and conntrackd."""
