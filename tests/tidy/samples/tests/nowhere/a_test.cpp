// The test of nothing that there is. expect: mirror
