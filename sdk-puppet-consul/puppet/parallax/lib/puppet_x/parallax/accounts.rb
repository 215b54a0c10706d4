# frozen_string_literal: true

require 'etc'
require_relative 'systemd'

module PuppetX
  module Parallax
    # Accounts by name and number.
    module Accounts
      module_function

      # @return [Symbol] :present, :absent, or :different when an account of that name has other numbers
      def state(name, uid, gid)
        account = Etc.getpwnam(name)
        account.uid == uid && account.gid == gid ? :present : :different
      rescue ArgumentError
        :absent
      end

      def make(name, uid, gid)
        refuse_other(name, uid, gid)
        Systemd.command('groupadd', '--system', '--gid', gid.to_s, name) unless found { Etc.getgrgid(gid) }
        Systemd.command('useradd', '--system', '--uid', uid.to_s, '--gid', gid.to_s, '--no-create-home', '--home-dir', '/nonexistent',
                        '--shell', '/usr/sbin/nologin', name)
      end

      # Who is there already is not given other numbers, and no number has two names.
      def refuse_other(name, uid, gid)
        there = found { Etc.getpwnam(name) }
        if there
          raise Puppet::Error, "Account #{name} has uid #{there.uid} and gid #{there.gid} on this host, not #{uid} and #{gid}: " \
                               'write these numbers in the definition, or give the account the others by hand'
        end

        other = found { Etc.getpwuid(uid) }
        raise Puppet::Error, "uid #{uid}, wanted for #{name}, belongs to #{other.name} on this host: choose another number" if other
      end

      def found
        yield
      rescue ArgumentError
        nil
      end
    end
  end
end
