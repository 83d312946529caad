// The test of a component.
