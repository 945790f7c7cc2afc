"""How long, and with how much memory, something may go on."""
