"""Small things that the package and locustfiles share."""
