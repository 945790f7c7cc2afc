/* a firewall of two */
high-availability {
    vrrp {
        group outside {
            address 198.51.100.10/24 {
            }
            authentication {
                password "no-real1"
                type plaintext-password
            }
            hello-source-address 198.51.100.2
            interface eth0
            no-preempt
            peer-address 198.51.100.1
            priority 100
            vrid 51
        }
        group inside {
            address 192.0.2.10/24 {
            }
            hello-source-address 192.0.2.2
            interface eth1
            no-preempt
            peer-address 192.0.2.1
            priority 100
            vrid 52
        }
        sync-group firewall {
            health-check {
                ping 198.51.100.254
            }
            member inside
            member outside
        }
    }
}
interfaces {
    ethernet eth0 {
        address 198.51.100.2/24
    }
}
service {
    conntrack-sync {
        accept-protocol tcp
        accept-protocol udp
        disable-external-cache
        failover-mechanism {
            vrrp {
                sync-group firewall
            }
        }
        interface eth2 {
            peer 203.0.113.1
        }
        interface eth3 {
            peer 203.0.113.121
        }
    }
}
system {
    host-name fw-b
}
// vyos-config-version: "vrrp@4"
