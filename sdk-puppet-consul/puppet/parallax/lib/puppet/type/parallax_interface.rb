# frozen_string_literal: true

require 'json'
require_relative '../../puppet_x/parallax/systemd'

Puppet::Type.newtype(:parallax_interface) do
  @doc = <<~DOC
    A network interface of the host's own that carries exactly these addresses; without any, it is not there. It is a dummy
    interface, or where the kernel has none a bridge without ports. It does not outlive a reboot: the first run makes it anew.
  DOC

  newparam(:name, namevar: true) do
    desc 'The name of the interface.'
    newvalues(/\A[-_.a-zA-Z0-9]{1,15}\z/)
  end

  newproperty(:addresses, array_matching: :all) do
    desc 'IPv4 addresses, each a network of its own.'

    def retrieve
      output, status = Open3.capture2e('ip', '-json', '-4', 'address', 'show', 'dev', resource[:name])
      return :absent unless status.success?

      JSON.parse(output).flat_map { |link| link['addr_info'] || [] }.map { |address| address['local'] }.sort
    end

    def insync?(current)
      wanted = addresses
      wanted.empty? ? current == :absent : current == wanted
    end

    def sync
      name = resource[:name]
      current = retrieve
      return PuppetX::Parallax::Systemd.command('ip', 'link', 'delete', name) if addresses.empty?

      create(name) if current == :absent
      current = [] if current == :absent
      (current - addresses).each { |address| change('delete', address) }
      (addresses - current).each { |address| change('add', address) }
    end

    def change(verb, address)
      PuppetX::Parallax::Systemd.command('ip', 'address', verb, "#{address}/32", 'dev', resource[:name])
    end

    def create(name)
      begin
        PuppetX::Parallax::Systemd.command('ip', 'link', 'add', name, 'type', 'dummy')
      rescue PuppetX::Parallax::Systemd::Failure
        PuppetX::Parallax::Systemd.command('ip', 'link', 'add', name, 'type', 'bridge')
      end
      PuppetX::Parallax::Systemd.command('ip', 'link', 'set', name, 'up')
    end

    # An empty array is how a property says "not managed", so none is written as `none`.
    def addresses
      should.reject { |address| address == 'none' }.sort
    end
  end
end
