"""The package that locustfiles import: users in Python, on acrida's engine."""
