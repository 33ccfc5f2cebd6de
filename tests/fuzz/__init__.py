"""Coverage-guided fuzzing of clean and gather. `make fuzz` runs it; the facts are in `targets`."""
