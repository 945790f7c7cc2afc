"""Reports to the formats that continuous integration reads: one file a format; `alerts.py` says what all of them tell."""
