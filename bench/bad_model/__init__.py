"""A deliberately bad model in front of the simulated customers: `python -m bench.bad_model`."""
