# frozen_string_literal: true

require_relative '../../puppet_x/parallax/packages'
require_relative '../../puppet_x/parallax/registrations'

Puppet::Type.newtype(:parallax_unit) do
  @doc = <<~DOC
    A systemd service that runs with what its files say now.

    The unit file is a `file` resource of its own. The service is started when it does not run, restarted when the files it
    was started with (`restart_on`) have changed, and reloaded when those of `reload_on` have. What it was started with is kept
    beside the service manager's own state, so a run that is killed between writing a file and restarting leaves nothing
    undone: the next one sees the difference. It is not enabled at boot: after one, Puppet starts what then belongs on the host.
  DOC

  newparam(:name, namevar: true) do
    desc 'The name of the unit, with its suffix.'
  end

  newproperty(:ensure) do
    desc 'The service runs, or waits for its own restart.'
    newvalue(:running)
    newvalue(:stopped)
    defaultto(:running)

    def retrieve
      PuppetX::Parallax::Systemd.running?(resource[:name]) ? :running : :stopped
    end

    def sync
      should == :running ? resource.start : resource.stop
    end
  end

  newproperty(:configuration) do
    desc 'That the service runs with its present files. There is nothing to set.'
    newvalue(:current)
    newvalue(:restart)
    newvalue(:reload)
    newvalue(:unread)
    defaultto(:current)

    def retrieve
      resource.configuration
    end

    def sync
      case retrieve
      when :restart then resource.restart
      when :reload then resource.reload
      else PuppetX::Parallax::Systemd.refresh(resource[:name])
      end
    end

    def change_to_s(current, _wanted)
      { restart: 'restarted with its changed files', reload: 'reloaded its changed files', unread: 'unit file read again' }[current]
    end
  end

  newparam(:restart_on) do
    desc 'Files that the service reads when it starts. The unit file is always one of them.'
    defaultto { [] }
    munge { |paths| [paths].flatten }
  end

  newparam(:reload_on) do
    desc 'Files that the service reads again when it is told to reload.'
    defaultto { [] }
    munge { |paths| [paths].flatten }
  end

  newparam(:packages) do
    desc 'Packages that the service runs with: it is restarted when one was put back that somebody else had changed. Another version that the data name for all of the host is no reason.'
    defaultto { [] }
    munge { |packages| [packages].flatten }
  end

  newparam(:registrations) do
    desc 'Consul registrations of what the service offers: withdrawn before it is restarted. They are written again later in the run.'
    defaultto { [] }
    munge { |paths| [paths].flatten }
  end

  newparam(:settle) do
    desc 'Seconds between the withdrawal of the registrations and the restart.'
    defaultto 1
    munge { |seconds| Float(seconds) }
  end

  autorequire(:file) do
    [unit_file] + self[:restart_on] + self[:reload_on]
  end

  autorequire(:parallax_file) do
    self[:restart_on] + self[:reload_on]
  end

  def unit_file
    "#{PuppetX::Parallax::Systemd::UNITS}/#{self[:name]}"
  end

  def configuration
    return :restart if !@fresh && PuppetX::Parallax::Packages.put_back?(self[:packages])

    stamp = PuppetX::Parallax::Systemd.stamp(self[:name])
    now = digests
    return :restart unless stamp['restart'] == now['restart']

    return :reload unless stamp['reload'] == now['reload']

    PuppetX::Parallax::Systemd.unread?(self[:name]) ? :unread : :current
  end

  def digests
    systemd = PuppetX::Parallax::Systemd
    { 'restart' => systemd.digest([unit_file] + self[:restart_on]), 'reload' => systemd.digest(self[:reload_on]) }
  end

  def start
    act('start')
    @fresh = true
  end

  def restart
    PuppetX::Parallax::Registrations.withdraw(self[:registrations], self[:settle])
    act('restart')
    @fresh = true
  end

  def reload
    act('reload')
  end

  def stop
    PuppetX::Parallax::Systemd.stop([self[:name]])
  end

  def refresh
    restart unless @fresh || self[:ensure] == :stopped
  end

  def act(verb)
    systemd = PuppetX::Parallax::Systemd
    systemd.refresh(self[:name])
    now = digests
    systemd.systemctl(verb, '--', self[:name])
    systemd.write_stamp(self[:name], now)
  end
end
