"""The safety net itself: its rules, its ladder, who is on call, and whom to look for today."""
