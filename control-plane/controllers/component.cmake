# The files directly in this folder are the controllers.
podium_collect(control-plane/controllers)
