"""What leaders read: figures of today, and the shapes the dashboard's charts take."""
