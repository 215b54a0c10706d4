# frozen_string_literal: true

require 'etc'
require 'fcntl'
require_relative 'systemd'

module PuppetX
  module Parallax
    # Debian packages, and which of them are here only because of us.
    module Packages
      POLICY = '/usr/sbin/policy-rc.d'
      MARK = '# parallax: nothing starts while packages are installed'
      # Who installs or removes packages has a lock on the first; dpkg, which may outlive whoever called it, on the second.
      LOCKS = %w[/var/lib/dpkg/lock-frontend /var/lib/dpkg/lock].freeze
      # The kernel's `struct flock`: kind, whence, start, length, process.
      FLOCK = 's!s!x4q!q!i!x4'
      APT = %w[apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=120 -o Dpkg::Options::=--force-confold
               -o Dpkg::Options::=--force-confdef].freeze

      module_function

      # Installed packages: name => version.
      def installed
        @installed ||= Systemd.command('dpkg-query', '-W', '-f', '${db:Status-Status} ${Package} ${Version}\n').lines.filter_map do |line|
          state, name, version = line.split
          [name, version] if state == 'installed'
        end.to_h
      end

      # Wanted is `name` or `name=version`.
      def installed?(wanted)
        name, version = wanted.split('=', 2)
        installed.key?(name) && (version.nil? || installed[name] == version)
      end

      # Wanted, beside its name the version if one is asked for.
      def split(wanted)
        wanted.split('=', 2)
      end

      # Whether somebody else took the package away, or gave it another version than was found or made right here last.
      def changed_by_others?(wanted)
        name, version = split(wanted)
        return true unless installed.key?(name)

        known = Ledger.section('versions')[name]
        !version.nil? && !known.nil? && installed[name] != known
      end

      # Whether the package is there with the version that one of our runs brought it to.
      def brought?(wanted)
        name, = split(wanted)
        installed.key?(name) && installed[name] == Ledger.section('versions')[name]
      end

      # Of what nothing here is pinned to a version any more, others may have their own: a later pin is not to take that for a change of ours.
      def forget_versions(wanted)
        pinned = wanted.select { |entry| entry.include?('=') }.map { |entry| split(entry).first }
        Ledger.update('versions') { |versions| versions.select! { |name, _| pinned.include?(name) } }
      end

      # Whether this run put something in the place of what somebody else had made of one of these.
      def put_back?(wanted)
        wanted.any? { |entry| put_back.include?(split(entry).first) }
      end

      def put_back
        @put_back ||= []
      end

      # What is there of those with a version is as it is to be.
      def settle(wanted)
        Ledger.update('versions') do |versions|
          wanted.map { |entry| split(entry) }.each { |name, version| versions[name] = version if version }
        end
      end

      def install(wanted)
        before = installed.keys
        put_back.concat(wanted.select { |entry| !installed?(entry) && changed_by_others?(entry) }.map { |entry| split(entry).first })
        Ledger.update('packages') do |packages|
          wanted.map { |entry| entry.split('=').first }.each { |name| packages[name] ||= 'wanted' unless before.include?(name) }
        end
        with_services_held_back do
          fetch(wanted)
        rescue Systemd::Failure
          Systemd.command('apt-get', '-q', 'update', environment: noninteractive)
          fetch(wanted)
        end
        remember(before)
        settle(wanted)
      end

      # A version that is named may be older than the one that is there: apt goes back only when it is told that it may. What is there and may be of any
      # version is not named to apt, which would bring it to the newest.
      def fetch(wanted)
        asked = wanted.reject { |entry| !entry.include?('=') && installed?(entry) }
        return if asked.empty?

        back = asked.any? { |entry| entry.include?('=') } ? ['--allow-downgrades'] : []
        Systemd.command(*APT, *back, 'install', '--', *asked, environment: noninteractive)
      end

      # Those that our runs installed by name and that are no longer wanted.
      def surplus(wanted)
        names = wanted.map { |entry| entry.split('=').first }
        Ledger.section('packages').select { |_, reason| reason == 'wanted' }.keys.reject { |name| names.include?(name) }.sort
      end

      # Purges the packages, and what came with them and serves nothing else.
      def remove(names, wanted)
        present = names.select { |name| installed.key?(name) }
        with_services_held_back do
          Systemd.command(*APT, 'purge', '--', *present, environment: noninteractive) unless present.empty?
          claim(orphaned & wanted.map { |entry| split(entry).first })
          orphans = orphaned
          Systemd.command(*APT, 'purge', '--', *orphans, environment: noninteractive) unless orphans.empty?
        end
        @installed = nil
        %w[packages versions].each { |part| Ledger.update(part) { |packages| packages.select! { |name, _| installed.key?(name) } } }
      end

      def remember(before)
        @installed = nil
        Ledger.update('packages') { |packages| (installed.keys - before).each { |name| packages[name] ||= 'came along' } }
      end

      # What another package brought that is gone now, and is wanted by itself: apt is to keep it, and what it needs, until it is not.
      def claim(names)
        return if names.empty?

        Systemd.command('apt-mark', 'manual', '--', *names)
        Ledger.update('packages') { |packages| names.each { |name| packages[name] = 'wanted' } }
      end

      def orphaned
        lines = Systemd.command('apt-get', '-s', 'autoremove').lines
        lines.filter_map { |line| line[/\ARemv (\S+)/, 1] } & Ledger.section('packages').keys
      end

      def noninteractive
        { 'DEBIAN_FRONTEND' => 'noninteractive' }
      end

      # A distribution's service must not run because its package was installed: our units run it.
      def with_services_held_back
        ours = !File.exist?(POLICY) || holding_back?
        Atomic.write(POLICY, "#!/bin/sh\n#{MARK}\nexit 101\n", mode: 0o755) if ours
        yield
      ensure
        File.delete(POLICY) if ours && File.exist?(POLICY)
      end

      def holding_back?
        File.exist?(POLICY) && File.read(POLICY).include?(MARK)
      end

      # What holds services back for a run that was killed. Runs are one at a time, but its apt may have outlived it: what that installs is
      # not to start either, and so it is left for a later run.
      def left_behind
        holding_back? && LOCKS.none? { |lock| locked?(lock) } ? [POLICY] : []
      end

      def let_go(paths)
        paths.each { |path| File.delete(path) }
      end

      # Whether a process has a lock on the file, as dpkg takes it.
      def locked?(path)
        File.open(path) do |file|
          lock = [Fcntl::F_WRLCK, IO::SEEK_SET, 0, 0, 0].pack(FLOCK)
          file.fcntl(Fcntl::F_GETLK, lock)
          lock.unpack1('s!') != Fcntl::F_UNLCK
        end
      rescue Errno::ENOENT
        false
      end
    end
  end
end
