# Objects are shorter to write, and errors to read, as the manifests that users write.
target_link_libraries(${target}_test PRIVATE podium_control_plane_codec)
