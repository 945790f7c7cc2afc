"""The pipeline: what is asked of a spec, in which order, by whom, and what the answers come to. Start at `pipeline.py`."""
