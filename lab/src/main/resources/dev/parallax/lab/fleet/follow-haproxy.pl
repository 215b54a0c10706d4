# Writes to which servers HAProxy hands new connections of one of its proxies, at each change.
#
# usage: perl -e THIS SOCKET PROXY PERIOD
#
# HAProxy tells nobody of a change, so its own state is read each PERIOD (seconds). A line: two instants (it was otherwise at the first, it was seen
# at the second; nanoseconds of CLOCK_MONOTONIC), then the servers. The first line says what the clock shows. An empty line each second
# shows that there is no news, and ends this when nobody reads it any more.
use strict;
use warnings;
use IO::Socket::UNIX;
use Time::HiRes qw(clock_gettime sleep CLOCK_MONOTONIC);

my ($path, $proxy, $period) = @ARGV;
# After a reload the process of before still answers on its connections.
use constant LOOKS_OF_A_CONNECTION => 50;
use constant RUNS => { 1 => 1, 2 => 1 };    # srv_op_state: starting, running
use constant KEPT_OUT => 63;                # srv_admin_state: maintenance and drain, however caused; 64 says that its name came from DNS
my $shown;
$| = 1;

sub now { return sprintf '%.0f', clock_gettime(CLOCK_MONOTONIC) * 1e9 }

sub reply {
    my ($socket, $command) = @_;
    print {$socket} "$command\n" or return;
    my $text = '';
    until ($text =~ m{(?:^|\n)> $}) {
        my $wanted = '';
        vec($wanted, fileno($socket), 1) = 1;
        select $wanted, undef, undef, 2 or return;
        sysread($socket, $text, 65536, length $text) or return;
    }
    return $text;
}

sub servers {
    my ($text) = @_;
    my (@names, %servers);
    for my $line (split /\n/, $text) {
        if ($line =~ s{^# }{}) {
            @names = split / /, $line;
        } elsif (@names && $line =~ m{^\d+ }) {
            my %server;
            @server{@names} = split / /, $line;
            $servers{"$server{srv_addr}:$server{srv_port}"} = 1
                if RUNS->{ $server{srv_op_state} } && !($server{srv_admin_state} & KEPT_OUT) && $server{srv_addr} ne '-';
        }
    }
    return join ' ', sort keys %servers;
}

sub show {
    my ($since, $at, $servers) = @_;
    return if defined $shown && $shown eq $servers;
    print "$since $at", length $servers ? " $servers" : '', "\n";
    $shown = $servers;
    return;
}

print 'clock ', now(), "\n";
my $before = now();
while (1) {
    print "\n";
    my $socket = IO::Socket::UNIX->new(Type => SOCK_STREAM, Peer => $path);
    if (!$socket || !defined reply($socket, 'prompt')) {
        # Nothing answers there: it hands connections to nobody.
        my $now = now();
        show($before, $now, '');
        $before = $now;
        sleep $period;
        next;
    }
    $socket->autoflush(1);
    for (1 .. LOOKS_OF_A_CONNECTION) {
        my $asked = now();
        my $text = reply($socket, "show servers state $proxy") // last;
        show($before, now(), servers($text));
        $before = $asked;
        sleep $period;
    }
    close $socket;
}
