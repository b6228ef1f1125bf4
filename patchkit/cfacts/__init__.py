"""cfacts"""
