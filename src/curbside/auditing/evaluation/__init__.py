"""How well answers are supported by what they cite: the metrics of `curbside eval citations`."""
