"""Side-by-side runs against peers, and what they run on."""
