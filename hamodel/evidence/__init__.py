"""Why an answer is believed: traces and proofs held against the reference semantics, by no engine's code."""
