"""Rewards on the staff's screens, and a program's cabinet and protocols."""
