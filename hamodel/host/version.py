"""VERSION: of hamodel."""

VERSION = "0.1.0"
