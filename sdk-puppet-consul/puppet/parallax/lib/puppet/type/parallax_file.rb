# frozen_string_literal: true

require 'digest'
require 'etc'
require_relative '../../puppet_x/parallax/files'

Puppet::Type.newtype(:parallax_file) do
  @doc = <<~DOC
    A file of a component at its real path. What was there before is kept, and put back when the file is no longer
    wanted (`parallax_purge`); directories made for it go again. Its content is never shown.
  DOC

  newparam(:path, namevar: true) do
    desc 'The absolute path.'
  end

  newproperty(:content) do
    desc 'What the file holds.'

    def retrieve
      path = resource[:path]
      File.file?(path) && !File.symlink?(path) ? Digest::SHA256.file(path).hexdigest : :absent
    end

    def insync?(current)
      current == Digest::SHA256.hexdigest(should.b)
    end

    def sync
      resource.write
    end

    def change_to_s(current, _wanted)
      current == :absent ? 'written' : 'content changed'
    end

    def is_to_s(_value)
      '[not shown]'
    end

    def should_to_s(_value)
      '[not shown]'
    end
  end

  newproperty(:access) do
    desc 'Owner, group and mode, as `owner:group:mode`; an empty group is the owner\'s own.'

    def retrieve
      stat = File.lstat(resource[:path])
      [stat.uid, stat.gid, (stat.mode & 0o7777).to_s(8)].join(':')
    rescue Errno::ENOENT
      :absent
    end

    def insync?(current)
      access = resource.access
      current == [access[:uid], access[:gid], access[:mode].to_s(8)].join(':')
    end

    def sync
      resource.write
    end
  end

  def access
    owner, group, mode = self[:access].split(':')
    account = Etc.getpwnam(owner)
    { uid: account.uid, gid: group.empty? ? account.gid : Etc.getgrnam(group).gid, mode: mode.to_i(8) }
  rescue ArgumentError => e
    raise Puppet::Error, "#{self[:path]} cannot belong to #{owner}:#{group}: #{e.message}"
  end

  def write
    return if @written

    PuppetX::Parallax::Files.write(self[:path], parameter(:content).should, **access)
    @written = true
  end
end
