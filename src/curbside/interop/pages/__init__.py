"""What every page that leaves the house is made of: a page of HTML, its PDF, and words of others made safe."""
