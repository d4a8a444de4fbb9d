# Writes blocks of a file all over, and never asks for any of it to be on disk.
#
#   noise.py FILE
import os
import random
import sys
import time

file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)
while True:
    os.pwrite(file, os.urandom(4096), 4096 * random.randrange(4096))
    time.sleep(0.005)
