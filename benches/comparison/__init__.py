"""What `benches/engines` is made of."""
