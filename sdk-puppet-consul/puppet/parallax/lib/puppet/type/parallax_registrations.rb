# frozen_string_literal: true

require_relative '../../puppet_x/parallax/registrations'

Puppet::Type.newtype(:parallax_registrations) do
  @doc = <<~DOC
    That the Consul agent has read the registrations of this host as they are now. It is told to read them once, however many
    changed, and again if an earlier run was killed before it could tell it.
  DOC

  newparam(:name, namevar: true) do
    desc 'A title, as the agent is told at several places of a run: after old registrations went, and after new ones came.'
  end

  newproperty(:loaded) do
    desc 'Whether the agent knows what the files say.'
    newvalue(:true)
    newvalue(:false)
    defaultto(:true)

    def retrieve
      PuppetX::Parallax::Registrations.loaded? ? :true : :false
    end

    def sync
      withdrawn = PuppetX::Parallax::Registrations.withdrawn
      PuppetX::Parallax::Registrations.load
      sleep(resource[:settle]) unless withdrawn.empty?
    end

    def change_to_s(_current, _wanted)
      'the Consul agent read the changed registrations'
    end
  end

  newparam(:settle) do
    desc 'Seconds that balancers are given to see that instances went, before the run goes on.'
    defaultto 0
    munge { |seconds| Float(seconds) }
  end
end
