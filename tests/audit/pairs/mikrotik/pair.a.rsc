# jan/01/2026 10:00:00 by RouterOS 7.8
/interface vrrp
add interface=ether2 name=inside on-master="/log info message=master" priority=100 vrid=10
/system identity
set name=one
