"""apichange"""
