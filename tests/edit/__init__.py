"""Tests of the edit room."""
