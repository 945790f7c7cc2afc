"""What hamodel stands on: what is installed, files that somebody names, the library of specs, terminals. Knows no spec."""
