"""A run of the model, played on the reference pair: which packets, sessions and logs it means."""
