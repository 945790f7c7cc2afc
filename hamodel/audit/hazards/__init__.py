"""What the model of a pair knows of its hazards: leaves set the options of a spec, whose answers come with hamodel."""
