print("agents")
