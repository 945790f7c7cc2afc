"""What was logged of firewalls, held against a spec: is there a run of the model that explains it?"""
