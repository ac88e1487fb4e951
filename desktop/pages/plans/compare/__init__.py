"""看差别: two plans or versions side by side, step by step."""
