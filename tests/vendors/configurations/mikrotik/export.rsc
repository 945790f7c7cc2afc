# jan/01/2026 10:00:00 by RouterOS 7.8
# software id =
:global mine "2"; # @master - 2; @backup - 3
/interface ethernet
set [ find default-name=ether1 ] comment=uplink
/interface vrrp
add interface=ether2 name=inside on-master="/ip route enable [find comment=\"default\"]" \
    priority=200 vrid=10
add interface=ether3 priority=$rank sync-connection-tracking=yes vrid=11 password="plain words" colour=red
/ip address
add address="192.0.2.$mine/24" interface=ether2 network=192.0.2.0
/ip firewall nat
add action=masquerade chain=srcnat out-interface=inside
/system identity
set name=left; # @backup - right
/system script
add name=became-master source="/ip firewall nat\
    \_disable [find]"
