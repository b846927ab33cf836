PASSWORD = "Wq7#kfP2xz!m"
version = "10.2.3.4"
