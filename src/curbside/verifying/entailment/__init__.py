"""An entailment model where the owner has one: a folder in ONNX or a service. Off unless it is set."""
