"""hamodel: a model checker for high-availability firewalls."""

__version__ = "0.1.0"
