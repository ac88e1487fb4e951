"""The sample alliance, and the main job done with it on five laptops: no Qt."""
