# Writes what the nftables rules of kube-proxy hand new connections for one port of a service to, at each change.
#
# usage: perl -e THIS NAMESPACE/SERVICE/PROTOCOL/PORT
#
# A line: two instants (it was otherwise at the first, it was seen at the second; nanoseconds of CLOCK_MONOTONIC), then the targets. The first
# line says what the clock shows. An empty line each second shows that there is no news, and ends this when nobody reads it any more.
use strict;
use warnings;
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

my ($service) = @ARGV;
my $chain = qr{ ip kube-proxy service-\w+-\Q$service\E(?:\s|$)};
my ($shown, $pending, $listed);
$| = 1;

my $child = open(my $monitor, '-|', 'nft', 'monitor') or die "nft cannot be run: $!\n";
$SIG{PIPE} = $SIG{TERM} = $SIG{INT} = sub { kill 'KILL', $child; exit };

sub now { return sprintf '%.0f', clock_gettime(CLOCK_MONOTONIC) * 1e9 }

sub targets {
    my ($rule) = @_;
    my %targets;
    $targets{"$1:$2"} = 1 while $rule =~ m{__([0-9.]+)/(\d+)}g;
    return join ' ', sort keys %targets;
}

sub show {
    my ($targets) = @_;
    return if defined $shown && $shown eq $targets;
    my $now = now();
    print "$now $now", length $targets ? " $targets" : '', "\n";
    $shown = $targets;
    return;
}

# What was there before the monitor had anything to tell of.
sub list {
    my $inside = 0;
    my $found = '';
    open(my $table, '-|', 'nft', 'list', 'table', 'ip', 'kube-proxy') or die "nft cannot be run: $!\n";
    while (my $line = <$table>) {
        $inside = $line =~ m{^\s*chain service-\w+-\Q$service\E } if $line =~ m{^\s*chain };
        $found = targets($line) if $inside && $line =~ m{ vmap };
    }
    close $table;
    show($found) unless defined $shown;
    $listed = 1;
    return;
}

print 'clock ', now(), "\n";
my $rest = '';
while (1) {
    my $wanted = '';
    vec($wanted, fileno($monitor), 1) = 1;
    if (!select $wanted, undef, undef, $listed ? 1 : 0.1) {
        list() unless $listed;
        print "\n";
        next;
    }
    sysread($monitor, $rest, 65536, length $rest) or last;
    while ($rest =~ s{^(.*)\n}{}) {
        my $line = $1;
        if ($line =~ m{^# new generation}) {
            show($pending) if defined $pending;
            undef $pending;
        } elsif ($line =~ $chain) {
            # A chain is emptied and written anew in one transaction.
            $pending = targets($line) if $line =~ m{^add rule .* vmap };
            $pending = '' if $line =~ m{^delete (?:rule|chain) } && !defined $pending;
        }
    }
}
