# frozen_string_literal: true

require_relative '../../puppet_x/parallax/systemd'

Puppet::Type.newtype(:parallax_adopted) do
  @doc = <<~DOC
    A systemd unit that somebody made by hand and whose place a replica has taken: it does not run, and does not start at boot. Its
    file stays, so that it can be taken up again.
  DOC

  newparam(:name, namevar: true) do
    desc 'The name of the unit, with its suffix. Units of ours are not taken for it.'
    newvalues(/\A(?!parallax-)[-_.:@a-zA-Z0-9]+\.service\z/)
  end

  newproperty(:ensure) do
    desc 'The unit is stopped, and not enabled.'
    newvalue(:left)
    newvalue(:runs)
    defaultto(:left)

    def retrieve
      systemd = PuppetX::Parallax::Systemd
      state = systemd.show(resource[:name], properties: %w[ActiveState UnitFileState LoadState])[resource[:name]]
      ended = %w[inactive failed].include?(state['ActiveState'])
      ended && !%w[enabled enabled-runtime].include?(state['UnitFileState']) ? :left : :runs
    end

    def sync
      systemd = PuppetX::Parallax::Systemd
      systemd.stop([resource[:name]])
      # One without an [Install] section, or that is gone, has nothing to disable.
      systemd.quietly('systemctl', 'disable', '--', resource[:name])
    end

    def change_to_s(_current, _wanted)
      'stopped and disabled, as a replica takes its place'
    end
  end
end
