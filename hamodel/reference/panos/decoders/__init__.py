"""The parts of a session's decoder: streams put in order, applications told apart, messages read, signatures found."""
