"""The steps from one schema to the next, oldest first; a step never changes once it is released."""
